/** Hands a file to the person by the browser's download. */
export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold on the content by then; Safari needs a moment for it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A file name of plain letters for a document: "Reference autoencoder" → "reference-autoencoder". */
export const fileName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'model'
