export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

export function seconds(since: number): string {
	return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
