import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';

/** Does something that has no form of its own, and says what went wrong. */
export function useAttempt(): (work: () => Promise<unknown>) => Promise<boolean> {
  const { t } = useText();
  const toast = useToast();
  return async (work) => {
    try {
      await work();
      return true;
    } catch (thrown) {
      toast({ message: problemText(t, asProblem(thrown)) });
      return false;
    }
  };
}
