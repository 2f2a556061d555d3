import { defineConfig } from 'vite';

// One script and one style sheet with names that stay: the build of the server lists them, and embeds them in the program.
export default defineConfig({
  base: './',
  server: { proxy: { '/dashboard/v1': server(), '/onboarding': server() } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        entryFileNames: 'dashboard.js',
        assetFileNames: 'dashboard[extname]',
        inlineDynamicImports: true,
      },
    },
  },
});

/** Where `npx vite` finds the API while pages are written: `pitboss serve --dashboard`. */
function server(): string {
  return process.env['PITBOSS_SERVER'] ?? 'http://127.0.0.1:8080';
}
