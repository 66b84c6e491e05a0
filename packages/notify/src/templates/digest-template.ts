/** The built-in `digest.md`. */
export const digestTemplate = `# {{count}} messages while {{reason}}

{{#each entries}}
- {{title}}{{times | before:" × "}}
{{/each}}

{{#if more}}
\\+ {{more}} more
{{/if}}
`;
