import { render } from 'preact'
import { App } from './app.tsx'
import { applySettings } from './lib/settings.ts'

applySettings()
const root = document.getElementById('console')
if (root !== null) {
  root.replaceChildren()
  render(<App />, root)
}
