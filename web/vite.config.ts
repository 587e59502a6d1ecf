import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The page is built into the Go binary's embedded folder. It holds no inline
// script; `__CSP_NONCE__` is replaced by the server in every answer, so that
// style tags made at run time pass a strict Content-Security-Policy.
export default defineConfig({
  base: '/',
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../internal/app/page/dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '/api': process.env.BALCONY_URL ?? 'http://127.0.0.1:8080' },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
