import { InputError } from '../errors';

/**
 * Reads an address from a credential.
 * @throws InputError when it is no URL, carries user or password, or would send secrets in the clear
 */
export function readBaseUrl(text: string, field: string): URL {
	const trimmed = text.trim();
	if (trimmed === '') throw new InputError('the credential has no address', undefined, field);
	const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new InputError(
			'this is not a web address',
			'It looks like https://host.example.com/org, with https:// in front.',
			field,
		);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new InputError(
			'only https is allowed',
			'Without TLS the password would travel in the clear. http is accepted for this machine (localhost) only.',
			field,
		);
	}
	if (url.username || url.password) {
		throw new InputError('user and password do not belong in the address', undefined, field);
	}
	return url;
}

export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Text as a part of an address.
 * @throws InputError when it holds half of a surrogate pair, as text does that was cut in an emoji
 */
export function encodePart(text: string): string {
	if (!/\p{Surrogate}/u.test(text)) return encodeURIComponent(text);
	throw new InputError(
		'the text holds half of a character, which no address can carry',
		'It was cut in the middle of an emoji or a rare character. Cut it elsewhere.',
	);
}
