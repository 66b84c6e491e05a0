import { describe, expect, test } from 'vitest';
import { highestMedian, longFiles, medianLines, mostLines, notKebabCase, vagueNames } from './file-shape.ts';
import { readHouse } from './house-files.ts';

const lines = (count: number): string => 'x;\n'.repeat(count);

describe('this repository', () => {
  const house = readHouse();

  test(`has no file of more than ${mostLines} lines`, () => expect(longFiles(house)).toEqual([]));
  test('has no file whose name says nothing', () => expect(vagueNames(house)).toEqual([]));
  test('names files in kebab-case', () => expect(notKebabCase(house)).toEqual([]));
  test(`has a median of less than ${highestMedian} lines`, () => {
    expect(medianLines(house)).toBeGreaterThan(1);
    expect(medianLines(house)).toBeLessThan(highestMedian);
  });
});

describe('the checks themselves', () => {
  test('find a file of 251 lines and leave one of 250', () => {
    const house = new Map([
      ['packages/a/src/fits.ts', lines(250)],
      ['packages/a/src/long.test.ts', lines(251)],
    ]);
    expect(longFiles(house)).toEqual(['packages/a/src/long.test.ts has 251 lines']);
  });

  test('find a name that says nothing and leave index', () => {
    const paths = ['packages/a/src/x/utils.ts', 'tools/types.ts', 'packages/a/src/index.ts'];
    const house = new Map(paths.map((path) => [path, '']));
    expect(vagueNames(house)).toEqual(paths.slice(0, 2));
  });

  test('find a name that is not kebab-case', () => {
    const paths = [
      'packages/a/src/riskGate.ts',
      'packages/a/src/risk-gate.test.ts',
      'packages/a/tsup.config.ts',
    ];
    const house = new Map(paths.map((path) => [path, '']));
    expect(notKebabCase(house)).toEqual(paths.slice(0, 1));
  });

  test('take the file in the middle as the median, without tests', () => {
    const house = new Map([
      ['packages/a/src/a.ts', lines(10)],
      ['packages/a/src/b.ts', lines(30)],
      ['packages/a/src/c.ts', lines(200)],
      ['packages/a/src/c.test.ts', lines(240)],
      ['packages/a/test/d.ts', lines(240)],
    ]);
    expect(medianLines(house)).toBe(30);
  });
});
