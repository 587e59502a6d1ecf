import type { Condition, Rule } from './wire';

/** A rule as it is edited: each part may be turned round, and has a name that stays while it moves. */
export type Node = Leaf | Branch;

export interface Leaf {
  id: string;
  not: boolean;
  condition: Condition;
}

export interface Branch {
  id: string;
  not: boolean;
  join: 'all' | 'any';
  parts: Node[];
}

let last = 0;
const newID = () => `part-${++last}`;

export const isBranch = (node: Node): node is Branch => 'parts' in node;

export const leaf = (condition: Condition): Leaf => ({ id: newID(), not: false, condition });
export const branch = (join: Branch['join'], parts: Node[]): Branch => ({ id: newID(), not: false, join, parts });

/** A rule of the server as a tree to edit; its root is always a branch. */
export function treeOf(rule: Rule): Branch {
  const root = nodeOf(rule);
  return isBranch(root) && !root.not ? root : branch('all', [root]);
}

function nodeOf(rule: Rule): Node {
  if (rule.not) {
    const inner = nodeOf(rule.not);
    return { ...inner, not: !inner.not };
  }
  if (rule.is) return leaf(rule.is);
  return rule.any ? branch('any', rule.any.map(nodeOf)) : branch('all', (rule.all ?? []).map(nodeOf));
}

/** The tree as the server takes it; undefined while a condition is not whole or none is there. */
export function ruleOf(node: Node, whole: (condition: Condition) => boolean): Rule | undefined {
  const rule = plain(node, whole);
  return rule && node.not ? { not: rule } : rule;
}

function plain(node: Node, whole: (condition: Condition) => boolean): Rule | undefined {
  if (!isBranch(node)) return whole(node.condition) ? { is: node.condition } : undefined;
  const parts = node.parts.map((part) => ruleOf(part, whole));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  return node.join === 'any' ? { any: parts as Rule[] } : { all: parts as Rule[] };
}

/** The tree with one part exchanged, or taken out where `next` is undefined. */
export function replaced<Root extends Node>(node: Root, id: string, next: ((old: Node) => Node) | undefined): Root {
  if (!isBranch(node)) return node;
  const parts = node.parts.flatMap((part) => {
    if (part.id === id) return next ? [next(part)] : [];
    return [replaced(part, id, next)];
  });
  return { ...node, parts };
}
