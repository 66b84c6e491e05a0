/** The built-in `alert.md`. */
export const alertTemplate = `# {{mark}} {{title}}{{subject | before:" · "}}

{{text}}

{{#each facts}}
- **{{label}}** {{value}}
{{/each}}

{{#if count}}
{{count}} times since {{since | time}}

{{/if}}
{{#if remedy}}
**What to do:** {{remedy}}

{{/if}}
{{#optional 1}}
{{#if detail}}
\`\`\`
{{detail}}
\`\`\`

{{/if}}
{{/optional}}
{{#optional 2}}
{{at | time}}
{{/optional}}
`;
