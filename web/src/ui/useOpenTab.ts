import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type RefObject } from 'react';

/** On a phone a strip of tabs is wider than the screen: the open one comes to its middle. */
export function useOpenTab(): RefObject<HTMLElement | null> {
  const strip = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const nav = strip.current;
    const open = nav?.querySelector<HTMLElement>('[aria-current="page"]');
    if (nav && open) nav.scrollLeft = open.offsetLeft - nav.offsetLeft - (nav.clientWidth - open.offsetWidth) / 2;
  }, [pathname]);
  return strip;
}
