export { fundingFact, fundingRule, type FundingSource } from './funding-rule.ts';
