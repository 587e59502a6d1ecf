import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';

type Coder = components['schemas']['Coder'];

/** What a coder is called: a rule and a model say that they are one. */
export function useCoderName(): (coder: Coder) => string {
  const { t } = useText();
  return ({ kind, name, id }) => (kind === 'person' ? name || id : t(`coders:as.${kind}`, { name: name || id }));
}
