/** Sections of `signal.md` that are formatters of their own; the title is not shown. */
export const confluenceTemplate = `# confluence

{{#each factors}}
- {{mark}} {{name}} (weight {{weight}}){{detail | before:" "}}
{{/each}}

{{#if conflicts}}
**Conflicts:** {{conflicts}}
{{/if}}
`;

export const rationaleTemplate = `# rationale

{{#each rationales}}
{{this}}

{{/each}}
`;

export const riskMetricsTemplate = `# risk

{{#if risk}}
- **Risk** {{risk.percent}} % ({{risk.amount}} {{quote}} at the stop, costs included)
{{/if}}
- **R:R** {{rewardToRisk}} blended
{{#if size}}
- **Size** {{size.quantity}} {{base}} ({{size.notional}} {{quote}})
{{/if}}
`;
