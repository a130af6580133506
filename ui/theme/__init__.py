"""How everything looks: colours, sizes, letters and icons, in three themes and four text sizes."""
