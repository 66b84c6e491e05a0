/** The built-in `batch-summary.md`. */
export const batchSummaryTemplate = `# {{taken}} of {{scanned}} plans approved

{{#each top}}
- **{{mark}} {{symbol}}** {{direction}} @ {{entry}} · {{score | default:"–"}}/100 · {{rewardToRisk}} R
{{/each}}

{{#if more}}
\\+ {{more}} more

{{/if}}
- **Scanned** {{scanned}}
- **Approved** {{approved}}, resized {{resized}}, rejected {{rejected}}, duplicate {{duplicate}}
{{#if refusals}}
- **Refused for** {{refusals}}
{{/if}}
- **Long : short** {{longs}} : {{shorts}}
- **Average R:R** {{averageRewardToRisk}}
{{#if totalRisk}}
- **Risk if all are taken** {{totalRisk}}
{{/if}}
- **Regimes** {{regimes}}
`;
