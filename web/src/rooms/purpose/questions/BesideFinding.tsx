import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { problemText } from '@/ui/problemText';
import { findingQuery } from '../queries';
import classes from './Questions.module.css';

/** What people said, beside an answer: the claim, how it stands, and how many excerpts are for it and against it. */
export function SaidBeside({ finding: id }: { finding: string }) {
  const { t } = useText();
  const query = useQuery(findingQuery(id));
  const finding = query.data;
  if (!finding) {
    const problem = query.error && asProblem(query.error);
    const why = problem?.status === 404 ? t('purpose:questions.findingGone') : problem ? problemText(t, problem) : t('ui:loading');
    return <div className={classes.figure}><span className={classes.soft}>{why}</span></div>;
  }
  const lost = finding.state === 'retired' || finding.state === 'contradicted';
  return (
    <div className={`${classes.figure} ${classes.said}`}>
      <Link to="/listen/findings/$id" params={{ id }}>{finding.claim}</Link>
      <span className={lost ? classes.lost : classes.soft}>
        {[t(`findings:is.${finding.state}`), t(`findings:of.${finding.kind}`), t('purpose:questions.said', { for: finding.for, against: finding.against })].join(' · ')}
      </span>
    </div>
  );
}
