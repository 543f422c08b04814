// The frame of every page: name, navigation, the way to the API's description, and the theme.
'use client';

import { AppShell, Burger, VisuallyHidden } from '@mantine/core';
import { IconBook2, IconStack2 } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import icon from '../app/icon.svg';
import { useServer } from '../lib/use-topics.ts';
import classes from './shell.module.css';
import { ThemeToggle } from './theme-toggle.tsx';

/** Pages that work; each issue that builds one adds its line. */
const pages = [
  {
    href: '/topics/',
    label: 'Topics',
    Icon: IconStack2,
    isAt: (path: string) => path === '/' || path.startsWith('/topics'),
  },
];

function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const path = usePathname();
  return (
    <ul className={classes.pages}>
      {pages.map(({ href, label, Icon, isAt }) => (
        <li key={href}>
          <Link
            href={href}
            className={classes.page}
            onClick={onNavigate}
            aria-current={isAt(path) ? 'page' : undefined}
          >
            <Icon size={16} stroke={1.7} aria-hidden />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function ServerFacts() {
  const { data } = useServer();
  if (!data) return null;
  return (
    <dl className={classes.facts}>
      <dt>Version</dt>
      <dd>{data.version}</dd>
      <dt>Cluster</dt>
      <dd title={data.kafka_cluster_id}>{data.kafka_cluster_id}</dd>
    </dl>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      transitionDuration={0}
    >
      <AppShell.Header className={classes.header}>
        <a className={classes.skip} href="#content">
          Skip to content
        </a>
        <Burger
          opened={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          hiddenFrom="sm"
          size="sm"
          aria-label="Navigation"
          aria-expanded={isOpen}
          aria-controls="navigation"
        />
        <Link href="/" className={classes.brand}>
          {/* The picture is a file of the export already: next/image would need a server to make others of it. */}
          <img src={icon.src} width={24} height={24} alt="" />
          Weir
        </Link>
        <div className={classes.tools}>
          <a
            className={classes.tool}
            href="/docs/"
            target="_blank"
            rel="noopener"
            title="REST API, in a new tab"
          >
            <IconBook2 size={16} stroke={1.7} aria-hidden />
            API
            <VisuallyHidden> (description to try out, opens in a new tab)</VisuallyHidden>
          </a>
          <ThemeToggle />
        </div>
      </AppShell.Header>
      <AppShell.Navbar
        id="navigation"
        className={classes.navbar}
        data-open={isOpen || undefined}
        aria-label="Pages"
      >
        <Navigation onNavigate={() => setIsOpen(false)} />
        <ServerFacts />
      </AppShell.Navbar>
      <AppShell.Main id="content" className={classes.main} tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
