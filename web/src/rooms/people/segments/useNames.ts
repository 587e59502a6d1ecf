import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMay } from '@/access/session';
import { accountsQuery, allMeasuresQuery, fieldsQuery, unitsQuery } from './queries';
import type { Names } from './sentence';
import type { Account, Measure, Unit } from './wire';

/** What rules may name, as far as it is loaded and may be seen. */
export interface Known extends Names {
  units: readonly Unit[];
  accounts: readonly Account[];
  measures: readonly Measure[];
  /** The fields are there: rules can be read. */
  ready: boolean;
  /** Why they are not, and how to ask again. */
  failed?: { error: Error; refetch: () => unknown };
}

export function useNames(): Known {
  const mayPersons = useMay('person.read');
  const asked = useQuery(fieldsQuery);
  const fields = asked.data?.items;
  const units = useQuery(unitsQuery).data?.items;
  const accounts = useQuery({ ...accountsQuery, enabled: mayPersons }).data?.items;
  const measures = useQuery(allMeasuresQuery).data?.items;
  const { error, refetch } = asked;
  return useMemo(() => {
    const of = (items: readonly { id: string; name: string }[] | undefined) => (id: string) => items?.find((i) => i.id === id)?.name ?? id.slice(0, 8);
    return {
      fields: fields ?? [], units: units ?? [], accounts: accounts ?? [], measures: measures ?? [],
      unit: of(units), account: of(accounts), measure: of(measures),
      touchpoint: (id: string) => fields?.find((f) => f.key === 'events')?.choices?.find((x) => x.key === id)?.label ?? id.slice(0, 8), ready: fields !== undefined,
      failed: error ? { error, refetch } : undefined,
    };
  }, [fields, units, accounts, measures, error, refetch]);
}
