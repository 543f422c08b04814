// What tools write down about the gateway; it needs neither a database nor the application.
export { configurationMarkdown } from './config-docs.ts';
export { openApiDocument } from './openapi/document.ts';
