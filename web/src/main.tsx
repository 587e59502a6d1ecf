import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@/theme/tokens.css';
import '@/theme/mantine.css';

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from '@/api/queries';
import { makeRouter } from '@/app/router';
import { preferredLanguage, startCatalogue } from '@/i18n';
import { theme, variables } from '@/theme/theme';

// The server puts a fresh nonce into the page; style tags made at run time carry it.
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
if (nonce) setNonce(nonce);

const schemes = localStorageColorSchemeManager({ key: 'balcony-theme' });

const queryClient = makeQueryClient(() => {
  queryClient.removeQueries({ queryKey: ['session'] });
  void router.invalidate();
});
const router = makeRouter(queryClient);

await startCatalogue(preferredLanguage());

createRoot(document.getElementById('root') as HTMLElement).render(
  <MantineProvider
    theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" colorSchemeManager={schemes}
    getStyleNonce={() => nonce}
  >
    <QueryClientProvider client={queryClient}>
      <ModalsProvider>
        <Notifications position="bottom-center" />
        <RouterProvider router={router} />
      </ModalsProvider>
    </QueryClientProvider>
  </MantineProvider>,
);
