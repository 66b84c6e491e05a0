import ts from 'typescript';
import { type HouseFiles, isSource } from './house-files.ts';
import { lineOf, parseModule } from './module-imports.ts';

/** Exports that hide which names a module offers: `export *` and default exports. */
export const unnamedExports = (house: HouseFiles): readonly string[] =>
  [...house]
    .filter(([path]) => isSource(path))
    .flatMap(([path, content]) => {
      const file = parseModule(path, content);
      return file.statements.flatMap((statement) => {
        const at = `${path}:${lineOf(file, statement)}`;
        if (
          ts.isExportDeclaration(statement) &&
          !(statement.exportClause && ts.isNamedExports(statement.exportClause))
        ) {
          return [`${at} export *`];
        }
        const isDefault =
          ts.isExportAssignment(statement) ||
          (ts.canHaveModifiers(statement) &&
            ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword));
        return isDefault ? [`${at} default export`] : [];
      });
    });
