import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const classic = 'telegram-classic-8.json';
const ideas = 'ru-en-ideas.json';

/**
 * Messages of real channels, as seeds: those in the nearest `shared/data/signals` in or above a folder, which both files
 * must be in. Where there are none it says so, and is empty.
 */
export function signalTexts(from: string): readonly string[] {
  const folder = signalFolder(from);
  if (folder === undefined) {
    console.log('no real signals beside the project: hostile texts without them');
    return [];
  }
  const { messages } = JSON.parse(readFileSync(join(folder, classic), 'utf8')) as {
    readonly messages: readonly { readonly text: string }[];
  };
  const { signals } = JSON.parse(readFileSync(join(folder, ideas), 'utf8')) as {
    readonly signals: readonly { readonly original_text: string; readonly translated_text: string | null }[];
  };
  return [
    ...messages.map(({ text }) => text),
    ...signals.flatMap(({ original_text: original, translated_text: translated }) =>
      translated === null ? [original] : [original, translated],
    ),
  ];
}

function signalFolder(from: string): string | undefined {
  const folder = join(from, 'shared/data/signals');
  if ([classic, ideas].every((file) => existsSync(join(folder, file)))) return folder;
  return dirname(from) === from ? undefined : signalFolder(dirname(from));
}
