/** Why a field is not sent, in words that several APIs share. */

export const OTHER_MODELS = 'it names other models or providers than the one that is decided on'
export const ELSEWHERE = 'it stands for text that is stored elsewhere and that nobody has read'
export const SEARCH = 'it would send the prompt to a search engine'
export const MEDIA = 'answers other than text are not served'
export const IDENTITY = 'it tells the other side who asks, and nothing that the model needs'
export const CACHE = "it would lengthen the provider's cache of the prompt"
export const OPERATIONS = 'how a server runs is not the business of a caller'
export const THIRD_PARTIES = 'it brings in third parties or state outside of this request'
export const CHANGES_TEXT = 'it changes the text after it was read'
export const SERVER_TOOLS = "it is for a server's own tools, and there are none"
export const PROGRAM_CODE = 'it is handed to program code of the model server'
export const JUDGES = 'other models would be given the prompt to judge it'
