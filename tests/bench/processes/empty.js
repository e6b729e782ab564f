/** What a process of Node costs. */
