import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { Program } from '../wire';
import { questionsQuery } from './queries';
import classes from './QuestionsLine.module.css';

const signs = { open: '○', unknown: '?', answered: '●' } as const;

/** How many of the five questions are answered, and the way to them. */
export function QuestionsLine({ program }: { program: Program }) {
  const { t } = useText();
  const items = useQuery(questionsQuery(program.id)).data?.items;
  if (!items) return null;
  const missing = items.filter((k) => k.state !== 'answered').length;
  return (
    <Card title={t('purpose:questions.title')} note={t('purpose:questions.lead', { count: missing })}>
      <ul className={classes.list}>
        {items.map((k) => (
          <li key={k.question}>
            <span aria-hidden="true" className={k.state === 'answered' ? classes.known : classes.missing}>{signs[k.state]}</span>
            <Link to="/purpose/questions" search={{ program: program.id }}>{t(`purpose:question.${k.question}`)}</Link>
            <span className={classes.state}>{t(`purpose:questionState.${k.state}`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
