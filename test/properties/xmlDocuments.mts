import fc from 'fast-check';

import { hostileText } from './values.mjs';

const markup = fc.constantFrom(
	...[
		'<a>',
		'</a>',
		'<b:c',
		' xmlns:b="u"',
		' xmlns=""',
		'/>',
		'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">',
	],
	...[
		'<s:Body>',
		'</s:Body>',
		'</s:Envelope>',
		'<s:Fault>',
		'<faultstring>',
		'</faultstring>',
		'</s:Fault>',
	],
	...[
		'<CustomersGetAllResponse>',
		'<CustomersGetAllResult>',
		'</CustomersGetAllResult>',
		'</CustomersGetAllResponse>',
	],
	...[
		'<ResultCode>',
		'</ResultCode>',
		'<Result>',
		'</Result>',
		'<Customer>',
		'</Customer>',
		'Success',
		'<__proto__>',
		'</__proto__>',
	],
	...[
		' i:nil="true"',
		' i:type="a:Customer"',
		' xmlns:i="http://www.w3.org/2001/XMLSchema-instance"',
		'<?xml version="1.0"?>',
	],
	...[
		'<?xml version="1.1"?>',
		'<!DOCTYPE a [<!ENTITY b "c">]>',
		'&b;',
		'&#x10FFFF;',
		'&#xD800;',
		'&#55296;',
		'&#99999999;',
		'<constructor/>',
	],
);

const GOOD =
	'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><s:Body>' +
	'<CustomersGetAllResponse xmlns="http://tempuri.org/"><CustomersGetAllResult><ResultCode>Success</ResultCode><Result>' +
	'<Customer><Code>1</Code><Name i:nil="true"/></Customer><Customer><Code>2</Code></Customer></Result>' +
	'</CustomersGetAllResult></CustomersGetAllResponse></s:Body></s:Envelope>';

/** Documents that are nearly right, and heaps of what documents are made of. */
export const documents = fc.oneof(
	fc
		.array(fc.oneof({ weight: 5, arbitrary: markup }, hostileText), { maxLength: 14 })
		.map((parts) => parts.join('')),
	fc
		.array(
			fc.tuple(fc.nat(GOOD.length), fc.nat(12), fc.oneof(markup, hostileText, fc.constant(''))),
			{
				minLength: 1,
				maxLength: 3,
			},
		)
		.map((changes) =>
			changes.reduce((xml, [at, cut, put]) => xml.slice(0, at) + put + xml.slice(at + cut), GOOD),
		),
);
