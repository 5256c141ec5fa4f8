import type { Row } from '../contract/model.mjs';

/** Customer clusters and what they lie under. */
export const CLUSTERS: ReadonlyArray<readonly [tagName: string, parent: string]> = [
	['Business', 'Customers'],
	['Business North', 'Business'],
	['Business South', 'Business'],
	['Partners', 'Customers'],
	['Public sector', 'Customers'],
	['Trial', 'Customers'],
];

export const PRODUCT_GROUPS = ['Connectivity', 'Cloud', 'Services'] as const;

interface Product {
	readonly tagName: string;
	readonly group: (typeof PRODUCT_GROUPS)[number];
	readonly aliases: readonly string[];
	readonly price: number;
	/** Sold by number, as usage is. */
	readonly isCounted: boolean;
}

export const PRODUCTS: readonly Product[] = [
	product('Internet 100', 'Connectivity', ['internet-100', 'INT100'], 39, false),
	product('Internet 1000', 'Connectivity', ['internet-1000', 'INT1000'], 69, false),
	product('Fixed line', 'Connectivity', ['line-fixed'], 12.5, false),
	product('Call minutes', 'Connectivity', ['call-min', 'voice.minutes', 'CALL'], 0.04, true),
	product('Text messages', 'Connectivity', ['sms'], 0.06, true),
	product('Mobile data per GB', 'Connectivity', ['data-gb', 'mobile.data'], 1.2, true),
	product('Virtual server', 'Cloud', ['vm-small', 'vm-large'], 24, false),
	product('Storage per GB', 'Cloud', ['storage-gb'], 0.05, true),
	product('Backup', 'Cloud', ['backup', 'backup-daily'], 9.9, false),
	product('Mailbox', 'Cloud', ['mailbox'], 4.5, true),
	product('Support hour', 'Services', ['support-hour'], 95, true),
	product('Installation', 'Services', ['install', 'set-up'], 150, false),
];

const CITIES = ['Noordwijk', 'Oostkapelle', 'Zuidlaren', 'Westerland', 'Middelburg'];
const REGIONS = ['North', 'East', 'South', 'West'];

/** Some names hold what XML escapes, or letters beyond ASCII. */
export function customerRow(number: number): Row {
	const kind = number % 17 === 0 ? ' Café' : number % 11 === 0 ? ' A & B' : '';
	const [cluster] = CLUSTERS[number % CLUSTERS.length];
	return {
		CustomerCode: String(101_000 + number),
		CustomerName: `Customer${kind} ${String(number).padStart(3, '0')}`,
		ImportTagName: cluster,
		Addresses: [
			{
				Name: 'Head office',
				HouseNumber: String(number),
				HouseNumberAddition: number % 7 === 0 ? 'A' : null,
				AddressLine1: `Street ${number % 8}`,
				City: CITIES[number % CITIES.length],
				PostalCode: `${4300 + number} ${number % 2 === 0 ? 'AB' : 'CD'}`,
				Country: 'NL',
			},
		],
		ContactName: `Accounts desk ${number}`,
		ContactPhone: `+31 20 555 0${String(number).padStart(3, '0')}`,
		EmailAddresses: [
			{
				Key: 'invoice',
				EmailAddress: `invoices.${number}@example.com`,
				DisplayName: `Invoices ${number}`,
			},
		],
		InvoicePeriodUOM: number % 10 === 0 ? 'Year' : 'Month',
		InvoicePeriodSize: 1,
		InvoicePeriodAlignToUOM: true,
		IsBillingSuspended: number % 20 === 0,
		LCID: number % 3 === 0 ? 1033 : 1043,
		StringValues: [
			{ Name: 'CrmId', Value: `CRM-${String(number).padStart(4, '0')}` },
			{ Name: 'Region', Value: REGIONS[number % REGIONS.length] },
		],
		NumericValues: number % 4 === 0 ? [{ Name: 'CreditLimit', Value: String(number * 250) }] : [],
		DateValues: number % 5 === 0 ? [{ Name: 'ContractEnd', Value: '2027-12-31T00:00:00Z' }] : [],
	};
}

function product(
	tagName: string,
	group: Product['group'],
	aliases: readonly string[],
	price: number,
	isCounted: boolean,
): Product {
	return { tagName, group, aliases, price, isCounted };
}
