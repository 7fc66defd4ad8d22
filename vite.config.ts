import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { mnistData } from './src/build/mnist.ts'
import { contentSecurity, offline } from './src/build/offline.ts'
import { tfjsTypes } from './src/build/tfjsTypes.ts'
import { wasmThreads } from './src/build/wasmThreads.ts'
import { withoutExamples } from './src/build/withoutExamples.ts'

/** Headers that let wasm use threads; the app works without them too. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export default defineConfig({
  base: './',
  plugins: [react(), tfjsTypes(), mnistData(), withoutExamples(), contentSecurity(), offline()],
  worker: { format: 'es', plugins: () => [wasmThreads()] },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 8000,
    rolldownOptions: {
      output: {
        // What the page needs at once is one file: cut into the pieces that panels share, it would be a tenth larger.
        codeSplitting: {
          groups: [{ name: 'first', tags: ['$initial'], test: /^(?!.*[\\/]src[\\/]build[\\/])/ }],
        },
      },
    },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-backend-wasm',
      'monaco-editor/editor',
      'monaco-editor/features/register.all',
      'monaco-editor/languages/definitions/typescript/register',
      'monaco-editor/languages/features/typescript/register',
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/journeys/**', 'node_modules/**'],
    testTimeout: 60_000,
  },
})
