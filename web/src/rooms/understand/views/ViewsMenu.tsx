import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { MenuGroup } from '@/ui/MenuGroup';
import { boardPath } from '../boards/tile';
import { toParams } from './params';
import { viewsQuery } from './queries';
import { ViewDialog } from './ViewDialog';

const paths = { home: '/', understand: '/understand', answers: '/answers' } as const;

interface ViewsMenuProps {
  screen: keyof typeof paths;
  program: string;
  /** The search of the screen as it stands: what would be saved. */
  search: { view?: string };
}

/** The saved views, and saving what is shown now. */
export function ViewsMenu({ screen, program, search }: ViewsMenuProps) {
  const { t } = useText();
  const mayUse = useMay('view.use');
  const maySave = useMay('view.share');
  const [saving, setSaving] = useState(false);
  const views = useQuery({ ...viewsQuery(program), enabled: mayUse });
  const here = views.data?.items.find((v) => v.id === search.view);
  const listed = views.data?.items.filter((v) => v.path !== boardPath) ?? [];
  if (!mayUse) return null;

  return (
    <>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <Button variant="default" size="xs">{here ? here.name : t('understand:views.button')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {maySave && <Menu.Item onClick={() => setSaving(true)}>{t('understand:views.save')}</Menu.Item>}
          {listed.length > 0 && (
            <MenuGroup label={t('understand:views.label')}>
              {listed.slice(0, 12).map((view) => (
                <Menu.Item key={view.id} component={Link} to="/views/$id" params={{ id: view.id } as never}>
                  {view.name}
                </Menu.Item>
              ))}
            </MenuGroup>
          )}
          <Menu.Divider />
          <Menu.Item component={Link} to="/views">{t('understand:views.all')}</Menu.Item>
          <Menu.Item component={Link} to="/dashboards">{t('understand:boards.all')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {saving && (
        <ViewDialog
          fresh={{ program_id: program, path: paths[screen], params: toParams({ program, ...search }) }}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}
