import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Messages of real channels, as seeds: those of `telegram-classic-8.json` and `ru-en-ideas.json` in a folder; empty
 * where either is missing.
 */
export function signalTexts(folder: string): readonly string[] {
  const classic = join(folder, 'telegram-classic-8.json');
  const ideas = join(folder, 'ru-en-ideas.json');
  if (!existsSync(classic) || !existsSync(ideas)) return [];
  const { messages } = JSON.parse(readFileSync(classic, 'utf8')) as {
    readonly messages: readonly { readonly text: string }[];
  };
  const { signals } = JSON.parse(readFileSync(ideas, 'utf8')) as {
    readonly signals: readonly { readonly original_text: string; readonly translated_text: string | null }[];
  };
  return [
    ...messages.map(({ text }) => text),
    ...signals.flatMap(({ original_text: original, translated_text: translated }) =>
      translated === null ? [original] : [original, translated],
    ),
  ];
}
