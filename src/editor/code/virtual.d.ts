declare module 'virtual:tfjs-types' {
  /** The type declarations of tfjs by path; see `src/build/tfjsTypes.ts`. */
  const files: Readonly<Record<string, string>>
  export default files
}
