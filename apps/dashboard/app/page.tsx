// The start page: the topics, until there is an overview to show.
export { default, metadata } from './topics/page.tsx';
