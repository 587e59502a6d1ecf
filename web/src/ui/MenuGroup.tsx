import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';

interface MenuGroupProps {
  label: string;
  children: ReactNode;
}

/** Items of a menu under a heading that is read out as the name of their group. */
export function MenuGroup({ label, children }: MenuGroupProps) {
  return (
    <div role="group" aria-label={label}>
      <Menu.Label aria-hidden="true">{label}</Menu.Label>
      {children}
    </div>
  );
}
