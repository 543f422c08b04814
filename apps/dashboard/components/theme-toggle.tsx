// Switches between light and dark; until then the system's choice holds.
'use client';

import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import classes from './theme-toggle.module.css';

export function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const current = useComputedColorScheme('light');
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={32}
      className={classes.toggle}
      aria-label="Switch between light and dark"
      onClick={() => setColorScheme(current === 'dark' ? 'light' : 'dark')}
    >
      {/* Both are drawn and CSS hides one: the exported page does not know the theme, and must match what React draws. */}
      <IconSun size={18} stroke={1.6} className={classes.sun} aria-hidden />
      <IconMoon size={18} stroke={1.6} className={classes.moon} aria-hidden />
    </ActionIcon>
  );
}
