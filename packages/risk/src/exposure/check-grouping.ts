import { ConfigError, type ConfigIssue, symbolParts } from '@tradewarden/core';
import { baseAssetOf, type Grouping } from './grouping.ts';

/**
 * Groups that one market may be in. A reservation writes 24 counters and 4 for each group, in the commit of its
 * decision, which may hold 128 operations: 96 with 12 groups, messages and orders, the rest is for stages of others.
 */
const mostGroups = 12;
/** Of a name as part of a key; keys hold 400 characters. */
const longestName = 200;

/** @throws {ConfigError} an empty group, an alias of an alias, a market in too many groups, a name that fits no key; every issue at once. */
export function checkGrouping(grouping: Grouping): void {
  const { groups = {}, aliases = {} } = grouping;
  const issues: ConfigIssue[] = [
    ...Object.entries(groups)
      .filter(([, members]) => members.length === 0)
      .map(([name]) => ({ path: `groups.${name}`, message: 'a group needs members' })),
    ...Object.entries(aliases)
      .filter(([, name]) => Object.hasOwn(aliases, name))
      .map(([alias, name]) => ({ path: `aliases.${alias}`, message: `${name} is an alias itself` })),
    ...Object.keys(groups).flatMap((name) => nameIssue('groups', name, name)),
    ...Object.entries(aliases).flatMap(([alias, name]) => nameIssue('aliases', alias, name)),
    ...crowded(grouping).map(({ name, count }) => ({
      path: 'groups',
      message: `${name} is in ${count} groups; at most ${mostGroups} can be counted`,
    })),
  ];
  if (issues.length > 0) throw new ConfigError('groups', issues);
}

function nameIssue(path: string, key: string, name: string): readonly ConfigIssue[] {
  if (name.isWellFormed() && encodeURIComponent(name).length <= longestName) return [];
  const message = `the name fits no key: at most ${longestName} characters, three for each byte beyond ASCII`;
  return [{ path: `${path}.${key.slice(0, 20)}`, message }];
}

/**
 * Every market or asset in too many groups. A market is found by its symbol, its base asset and what that is an
 * alias of; one whose symbol no group names, by the latter two.
 */
function crowded(grouping: Grouping): readonly { readonly name: string; readonly count: number }[] {
  const { groups = {}, aliases = {} } = grouping;
  const byMember = new Map<string, Set<string>>();
  for (const [group, members] of Object.entries(groups))
    for (const member of members) byMember.set(member, (byMember.get(member) ?? new Set()).add(group));
  const countOf = (names: readonly string[]): number =>
    new Set(names.flatMap((name) => [...(byMember.get(name) ?? [])])).size;
  return [...new Set([...byMember.keys(), ...Object.keys(aliases)])].flatMap((name) => {
    const asAsset = [name, Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name];
    const asSymbol = [name, symbolParts(name).base, baseAssetOf(name, grouping)];
    const count = Math.max(countOf(asAsset), countOf(asSymbol));
    return count > mostGroups ? [{ name, count }] : [];
  });
}
