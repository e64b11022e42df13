/** Placeholder. */
package io.kevy.sys;
