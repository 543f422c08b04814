// The look in one place: type, colours and spacing for Mantine's components and, as its CSS variables, for our own.
'use client';

import { createTheme, rem, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const iris: MantineColorsTuple = [
  '#eef0ff',
  '#dde0fd',
  '#c0c5fa',
  '#a7aef6',
  '#949cf2',
  '#757ee8',
  '#5963dc',
  '#4b55cf',
  '#3f4ac2',
  '#343da6',
];

/** Text, dim text, borders, surface and body of the dark scheme, where Mantine looks for them. */
const dark: MantineColorsTuple = [
  '#e6e8ee',
  '#c4c9d5',
  '#9aa1b1',
  '#7d8597',
  '#242935',
  '#1d222d',
  '#14171f',
  '#0d0f14',
  '#0a0c10',
  '#07080b',
];

export const theme = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 8, dark: 6 },
  colors: { iris, dark },
  black: '#1a1d26',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(13), lg: rem(14), xl: rem(16) },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  defaultRadius: 'md',
  radius: { xs: rem(3), sm: rem(5), md: rem(8), lg: rem(12), xl: rem(20) },
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(22), lineHeight: '1.3' },
      h2: { fontSize: rem(16), lineHeight: '1.4' },
      h3: { fontSize: rem(13), lineHeight: '1.5' },
    },
  },
  respectReducedMotion: true,
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfbfd',
    '--mantine-color-dimmed': '#5b6271',
    '--mantine-color-placeholder': '#6a7180',
    '--mantine-color-default-border': '#d9dce4',
    '--mantine-color-error': '#b3261e',
    '--weir-surface': '#ffffff',
    '--weir-sunken': '#f4f5f9',
    '--weir-hover': '#f5f6fa',
    '--weir-border': '#e6e8ee',
    '--weir-accent': '#3f4ac2',
    '--weir-trouble': '#fff4e5',
    '--weir-trouble-text': '#8a4b00',
  },
  dark: {
    '--mantine-color-placeholder': '#7d8597',
    '--mantine-color-error': '#ff8f85',
    '--weir-surface': '#14171f',
    '--weir-sunken': '#0f1218',
    '--weir-hover': '#1a1e28',
    '--weir-border': '#242935',
    '--weir-accent': '#949cf2',
    '--weir-trouble': '#2a2013',
    '--weir-trouble-text': '#f2b866',
  },
});
