data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = ["shop"]
    }
  }
}

data "aws_caller_identity" "me" {}

resource "aws_iam_role" "cart" {
  name                = "shop-cart"
  assume_role_policy  = data.aws_iam_policy_document.pods.json
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess", aws_iam_policy.topics.arn]

  inline_policy {
    name = "queues"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:us-east-1:${data.aws_caller_identity.me.account_id}:orders" }]
    })
  }

  inline_policy {
    name = "tables"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "dynamodb:GetItem", Resource = "arn:aws:dynamodb:us-east-1:${data.aws_caller_identity.me.account_id}:table/carts" }]
    })
  }
}

resource "aws_iam_policy" "topics" {
  name = "topics"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "arn:aws:sns:us-east-1:${data.aws_caller_identity.me.account_id}:orders" }]
  })
}

resource "aws_eks_pod_identity_association" "cart" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "cart"
  role_arn        = aws_iam_role.cart.arn
}

