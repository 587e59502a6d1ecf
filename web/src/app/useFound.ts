import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';

/** The programs and measures that the search goes through; asked for once it was opened. */
export function useFound(opened: boolean) {
  const mayPrograms = useMay('program.read');
  const mayMeasures = useMay('measure.read');
  const programs = useQuery({
    queryKey: ['programs'],
    queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
    enabled: opened && mayPrograms,
  });
  const measures = useQuery({
    queryKey: ['measures', 'all'],
    queryFn: () => body(api.GET('/api/measures', { params: { query: { limit: 200 } } })),
    enabled: opened && mayMeasures,
  });
  return { programs: programs.data?.items ?? [], measures: measures.data?.items ?? [] };
}
