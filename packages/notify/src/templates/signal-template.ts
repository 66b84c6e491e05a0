/** The built-in `signal.md`. */
export const signalTemplate = `# {{mark}} {{direction}} {{symbol}} @ {{entry.near}}{{score | before:" · " | after:"/100"}}{{style | before:" · "}}{{verdict | before:" · "}}

{{#if context}}
{{context}}

{{/if}}
- **Entry aggressive** {{entry.near}}
- **Entry conservative** {{entry.far}}
- **Stop** {{stop.price}} ({{stop.change}})

{{#each targets}}
- **Target {{number}}** {{price}} ({{rewardToRisk}} R, {{percent}} %)
{{/each}}

{{#if risk}}
- **Risk** {{risk.percent}} % ({{risk.amount}} {{quote}} at the stop, costs included)
{{/if}}
- **R:R** {{rewardToRisk}} blended
{{#if size}}
- **Size** {{size.quantity}} {{base}} ({{size.notional}} {{quote}})
{{/if}}

{{#each refusals}}
- **{{word}}** {{code}}: {{sentence}} {{message}}
{{/each}}

{{#optional 2}}
{{#each factors}}
- {{mark}} {{name}} (weight {{weight}}){{detail | before:" "}}
{{/each}}
{{/optional}}

{{#optional 1}}
{{#if conflicts}}
**Conflicts:** {{conflicts}}

{{/if}}
{{/optional}}
{{#optional 3}}
{{#each rationales}}
> {{this}}

{{/each}}
{{/optional}}
{{#if chart}}
[Chart on {{chart.host}}]({{chart.url}})
{{/if}}
`;
