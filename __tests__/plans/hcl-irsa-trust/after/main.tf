variable "oidc_provider" {
  type    = string
  default = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
}

resource "aws_iam_role" "mailer" {
  name = "mailer"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::492000000148:oidc-provider/${var.oidc_provider}" }
      Condition = {
        StringEquals = { "${var.oidc_provider}:sub" = "system:serviceaccount:mail:mailer" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "send" {
  role = aws_iam_role.mailer.id
  name = "send"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ses:SendEmail"]
      Resource = "arn:aws:ses:us-east-1:492000000148:identity/shop.example"
    }]
  })
}

resource "aws_eks_pod_identity_association" "mailer" {
  cluster_name    = "atlas-eks"
  namespace       = "mail"
  service_account = "mailer"
  role_arn        = aws_iam_role.mailer.arn
}
