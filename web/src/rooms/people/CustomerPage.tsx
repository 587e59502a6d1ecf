import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { CustomerFacts } from './customer/CustomerFacts';
import { ContactCard } from './customer/ContactCard';
import { Consents } from './customer/Consents';
import { RightsCard } from './customer/RightsCard';
import { SamePerson } from './customer/SamePerson';
import { nameOf } from './customers/CustomersTable';
import { Notes } from './party/Notes';
import { Timeline } from './party/Timeline';
import { Traits } from './party/Traits';
import { customerQuery } from './queries';
import classes from './People.module.css';

/** One person: who they are, the part they play, what is known of them, what they said and what happened. */
export function CustomerPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(customerQuery(id));
  const customer = query.data;
  const mayErase = useMay('person.erase');
  return (
    <>
      <Link to="/people" className={classes.back}>{t('people:customer_page.back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {customer && (
        <Page title={customer.restricted ? t('people:customer_page.restrictedTitle') : nameOf(customer)} lead={customer.restricted ? undefined : [customer.title, customer.account?.name].filter(Boolean).join(' · ')}>
          {customer.restricted && <p className={classes.notice}>{t('people:customer_page.restricted')}</p>}
          {customer.restricted && mayErase && <RightsCard customer={customer} />}
          {customer.merged_into && (
            <p className={classes.notice}>
              {t('people:customer_page.merged')} <Link to="/people/customers/$id" params={{ id: customer.merged_into }}>{t('people:customer_page.mergedOpen')}</Link>
            </p>
          )}
          {!customer.restricted && (
            <div className={classes.split}>
              <div className={classes.column}>
                <CustomerFacts key={customer.version} customer={customer} />
                <SamePerson customer={customer} />
                <Notes of="customers" id={id} />
                <Timeline of="customers" id={id} />
              </div>
              <div className={classes.column}>
                <Traits of="customers" id={id} />
                <Consents id={id} />
                <ContactCard id={id} />
                {mayErase && <RightsCard customer={customer} />}
              </div>
            </div>
          )}
        </Page>
      )}
    </>
  );
}
