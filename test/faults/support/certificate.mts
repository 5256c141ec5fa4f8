import { generateKeyPairSync, sign } from 'node:crypto';

const ECDSA_WITH_SHA256 = '06082a8648ce3d040302';
const COMMON_NAME = '0603550403';
const SUBJECT_ALT_NAME = '0603551d11';
const VALID = ['250101000000Z', '491231235959Z'];

/** A key and a certificate for 127.0.0.1 that nobody but itself vouches for (X.509, RFC 5280). */
export function selfSigned(): { key: string; cert: string } {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const algorithm = der(0x30, hex(ECDSA_WITH_SHA256));
	const name = der(
		0x30,
		der(0x31, der(0x30, hex(COMMON_NAME), der(0x0c, Buffer.from('127.0.0.1')))),
	);
	const address = der(0x30, der(0x87, Buffer.from([127, 0, 0, 1])));
	const extension = der(0x30, hex(SUBJECT_ALT_NAME), der(0x04, address));
	const content = der(
		0x30,
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		der(0x30, ...VALID.map((date) => der(0x17, Buffer.from(date)))),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, der(0x30, extension)),
	);
	const signature = sign('sha256', content, privateKey);
	const bits = der(0x03, Buffer.from([0]), signature);
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: pem(der(0x30, content, algorithm, bits)),
	};
}

function der(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const size =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function hex(text: string): Buffer {
	return Buffer.from(text, 'hex');
}

function pem(content: Buffer): string {
	const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
