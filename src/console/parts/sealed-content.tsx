/** Filled in when the way to open is there. */
export const SealedContent = ({ request }: { readonly request: string }) => (
  <section class="card">
    <h2>Sealed content</h2>
    <p class="hint">{request}</p>
  </section>
)
