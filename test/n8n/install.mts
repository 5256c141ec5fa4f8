import { CURRENT, installN8n } from './install/install.mjs';
import { say } from './say.mjs';

const { node, script } = await installN8n(CURRENT);
say(`${node} ${script}`);
