import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { placesQuery } from '../queries';

/** What a measure may be about, as choices: nothing single, or a touchpoint of its program. */
export function usePlaces(program: string, chosen: string) {
  const { t } = useText();
  const places = useQuery(placesQuery(program, useMay('register.read'))).data ?? [];
  const names = places.map((p) => p.name);
  const known = chosen === '' || places.some((p) => p.id === chosen);
  return [
    { value: '', label: t('measure:nowhere') },
    ...places.map((p, i) => ({ value: p.id, label: names.indexOf(p.name) === names.lastIndexOf(p.name) ? p.name : `${p.name} · ${i + 1}` })),
    ...(known ? [] : [{ value: chosen, label: t('measure:placeUnknown') }]),
  ];
}
