import ts from 'typescript';
import { type HouseFiles, isSource } from './house-files.ts';
import { lineOf, parseModule } from './module-imports.ts';

/** Names that are nothing but the machine's time or randomness, wherever they stand. */
const machineNames = new Set([
  'getRandomValues',
  'hrtime',
  'randomBytes',
  'randomFillSync',
  'randomInt',
  'randomUUID',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);
const machineMembers = new Set([
  'AbortSignal.timeout',
  'Atomics.wait',
  'Date.now',
  'Math.random',
  'performance.now',
]);

function machineUse(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && machineNames.has(node.text)) return node.text;
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const member = `${node.expression.text}.${node.name.text}`;
    return machineMembers.has(member) ? member : undefined;
  }
  // `new Date(ms)` only converts; without an argument it asks the machine.
  const asksForDate = (ts.isNewExpression(node) && !node.arguments?.length) || ts.isCallExpression(node);
  if (asksForDate && ts.isIdentifier(node.expression) && node.expression.text === 'Date') return 'Date()';
  return undefined;
}

export interface MachineUse {
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

/** Where sources ask the machine for time or randomness themselves, instead of the Clock, Ids or seed they were given. */
export const machineUses = (house: HouseFiles): readonly MachineUse[] =>
  [...house]
    .filter(([path]) => isSource(path))
    .flatMap(([path, content]) => {
      const file = parseModule(path, content);
      const found: MachineUse[] = [];
      const visit = (node: ts.Node): void => {
        const name = machineUse(node);
        if (name !== undefined) found.push({ path, line: lineOf(file, node), name });
        ts.forEachChild(node, visit);
      };
      visit(file);
      return found;
    });
