import type { Standard } from '../wire';

/** A standard as the form holds it: one field for each thing that any kind has. */
export interface StandardValues {
  kind: 'none' | 'time' | 'promise' | 'quality' | 'share';
  target: number | string;
  from: string;
  until: string;
  match: string;
  amount: number | string;
  per: 'minutes' | 'hours' | 'days';
  promise: string;
  measure_id: string;
  good: number | string;
  event: string;
  property: string;
  value: string;
}

const hoursIn = { minutes: 1 / 60, hours: 1, days: 24 } as const;

export function emptyStandard(s?: Standard): StandardValues {
  const hours = s?.hours ?? 0;
  const per = hours >= 24 && hours % 24 === 0 ? 'days' : hours > 0 && hours < 1 ? 'minutes' : 'hours';
  return {
    kind: !s ? 'none' : s.kind === 'time' && s.promise ? 'promise' : s.kind, target: Math.round((s?.target ?? 0.9) * 1000) / 10,
    from: s?.from ?? '', until: s?.until ?? '', match: s?.match ?? '', amount: hours ? Math.round((hours / hoursIn[per]) * 100) / 100 : '', per, promise: s?.promise ?? '',
    measure_id: s?.measure_id ?? '', good: s?.good ?? '', event: s?.event ?? '', property: s?.property ?? '', value: s?.value ?? '',
  };
}

/** What the server is told; undefined for no standard. */
export function standardOf(v: StandardValues): Standard | undefined {
  const target = Number(v.target) / 100;
  const hours = Number(v.amount || 0) * hoursIn[v.per];
  switch (v.kind) {
    case 'none': return undefined;
    case 'time': return { kind: 'time', target, from: v.from, until: v.until, match: v.match || undefined, hours };
    case 'promise': return { kind: 'time', target, until: v.until, promise: v.promise, hours };
    case 'quality': return { kind: 'quality', target, measure_id: v.measure_id, good: v.good === '' ? undefined : Number(v.good) };
    case 'share': return { kind: 'share', target, event: v.event, property: v.property, value: v.value };
  }
}
