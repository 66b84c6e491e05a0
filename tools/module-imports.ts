import ts from 'typescript';

export interface ModuleImport {
  readonly specifier: string;
  /** `type`: gone at run time. `value`: loaded before the file runs. `lazy`: `await import(…)`. */
  readonly kind: 'type' | 'value' | 'lazy';
  readonly line: number;
}

export const parseModule = (path: string, content: string): ts.SourceFile =>
  ts.createSourceFile(path, content, ts.ScriptTarget.ESNext, true);

export const lineOf = (file: ts.SourceFile, node: ts.Node): number =>
  file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

/**
 * Everything that a file imports or re-exports. `import { type A } from` counts as a value import: with
 * verbatimModuleSyntax the module is still loaded.
 */
export function importsOf(path: string, content: string): readonly ModuleImport[] {
  const file = parseModule(path, content);
  const found: ModuleImport[] = [];
  const add = (kind: ModuleImport['kind'], specifier: ts.Node | undefined): void => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      found.push({ specifier: specifier.text, kind, line: lineOf(file, specifier) });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(
        node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'value',
        node.moduleSpecifier,
      );
    } else if (ts.isExportDeclaration(node)) {
      add(node.isTypeOnly ? 'type' : 'value', node.moduleSpecifier);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add('type', node.argument.literal);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add('lazy', node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
