// Waits for the end of the process that started it, however that ends, then ends the process groups it was told of.
import { createInterface } from 'node:readline';

const groups = new Set();

createInterface({ input: process.stdin })
	.on('line', (line) => {
		const pid = Number(line.slice(1));
		if (line.startsWith('+')) groups.add(pid);
		else groups.delete(pid);
	})
	.on('close', () => {
		for (const pid of groups) {
			try {
				process.kill(-pid, 'SIGKILL');
			} catch {
				// It has ended by itself.
			}
		}
	});
