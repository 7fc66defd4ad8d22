import type * as monaco from 'monaco-editor/editor'

/** The tokens of the look that Monaco needs as values, because its themes take no variables. */
const palettes = {
  light: {
    base: 'vs',
    panel: '#FFFFFF',
    hover: '#F1F2F5',
    text: '#181B22',
    text2: '#4D5563',
    text3: '#636B78',
    line: '#DDE0E6',
    line2: '#BCC2CC',
    accent: '#4A43C9',
    string: '#0B7A62',
    number: '#865700',
    error: '#B92C14',
  },
  dark: {
    base: 'vs-dark',
    panel: '#191C21',
    hover: '#22262D',
    text: '#E8EAEE',
    text2: '#ABB2BE',
    text3: '#8C95A3',
    line: '#2B3038',
    line2: '#48505D',
    accent: '#A39EFF',
    string: '#4FC2A0',
    number: '#EBB54A',
    error: '#FF8C76',
  },
} as const

/** The name under which the theme for a light or dark page is defined. */
export const themeName = (isDark: boolean): string => `hourglass-${isDark ? 'dark' : 'light'}`

/** Both themes by name. */
export const themes: readonly (readonly [name: string, theme: monaco.editor.IStandaloneThemeData])[] = [
  [themeName(false), themeOf(palettes.light)],
  [themeName(true), themeOf(palettes.dark)],
]

function themeOf(palette: (typeof palettes)[keyof typeof palettes]): monaco.editor.IStandaloneThemeData {
  const rule = (token: string, colour: string) => ({ token, foreground: colour.slice(1) })
  return {
    base: palette.base,
    inherit: true,
    rules: [
      rule('', palette.text),
      rule('comment', palette.text3),
      rule('keyword', palette.accent),
      rule('string', palette.string),
      rule('string.escape', palette.string),
      rule('number', palette.number),
      rule('type', palette.text),
      rule('identifier', palette.text),
      rule('delimiter', palette.text),
    ],
    colors: {
      'editor.background': palette.panel,
      'editor.foreground': palette.text,
      'editorLineNumber.foreground': palette.text3,
      'editorLineNumber.activeForeground': palette.text2,
      'editorCursor.foreground': palette.accent,
      'editor.selectionBackground': `${palette.accent}47`,
      'editor.inactiveSelectionBackground': `${palette.accent}2E`,
      'editorBracketMatch.background': palette.hover,
      'editorBracketMatch.border': palette.line2,
      'editorBracketHighlight.foreground1': palette.text,
      'editorBracketHighlight.foreground2': palette.text,
      'editorBracketHighlight.foreground3': palette.text,
      'editorError.foreground': palette.error,
      'editorWidget.background': palette.panel,
      'editorWidget.border': palette.line,
      'editorHoverWidget.background': palette.panel,
      'editorHoverWidget.border': palette.line,
      'scrollbarSlider.background': `${palette.text3}40`,
      'scrollbarSlider.hoverBackground': `${palette.text3}66`,
      'scrollbarSlider.activeBackground': `${palette.text3}80`,
      focusBorder: palette.accent,
    },
  }
}
