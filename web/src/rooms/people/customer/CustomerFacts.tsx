import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '@/access/session';
import { languageName } from '@/format/language';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Roles, Tie } from '../Role';
import type { Customer } from '../wire';
import { CustomerEditor } from './CustomerEditor';
import people from '../People.module.css';

/** Who somebody is and which part they play; changed in place. */
export function CustomerFacts({ customer }: { customer: Customer }) {
  const { t, i18n } = useText();
  const mayWrite = useMay('person.write');
  const [editing, { open, close }] = useDisclosure();
  const { account, unit, lent } = customer;
  const facts: [string, ReactNode][] = [
    [t('people:account'), account && <Link to="/people/accounts/$id" params={{ id: account.id }}>{account.name || account.key}</Link>],
    [t('people:title'), customer.title],
    [t('people:roles'), customer.roles.length > 0 && <Roles of={customer.roles} />],
    [t('people:tie.label'), customer.tie && <Tie strength={customer.tie} />],
    [t('people:email'), customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>],
    [t('people:phone'), customer.phone && <a href={`tel:${customer.phone.replace(/[^\d+]/g, '')}`}>{customer.phone}</a>],
    [t('people:language'), customer.language && languageName(i18n.language, customer.language)],
    [t('people:unit'), unit?.name],
    [t('people:key'), customer.key],
  ];
  return (
    <Card
      title={t('people:customer_page.who')}
      actions={mayWrite && !editing && <Button variant="default" size="xs" onClick={open}>{t('people:change')}</Button>}
    >
      {editing ? <CustomerEditor customer={customer} onClose={close} /> : (
        <dl className={people.facts}>
          {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        </dl>
      )}
      {lent && Object.keys(lent).length > 0 && !editing && <p className={people.small}>{t('people:customer_page.lent')}</p>}
    </Card>
  );
}
