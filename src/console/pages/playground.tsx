import { useTitle } from '../lib/use-title.ts'

export function PlaygroundPage() {
  useTitle('Playground')
  return (
    <div class="page">
      <h1>Playground</h1>
    </div>
  )
}
