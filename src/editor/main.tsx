import './style/fonts.css'
import './style/tokens.css'
import './style/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { registerOffline } from './offline/register.ts'
import { offerInterrupted } from './runs/interrupted.ts'
import { startSaving } from './saving/autosave.ts'
import { applyStoredTheme } from './theme.ts'

applyStoredTheme()
void startSaving()
registerOffline()
offerInterrupted()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
