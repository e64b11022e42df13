/** Placeholder. */
package io.kevy.store;
